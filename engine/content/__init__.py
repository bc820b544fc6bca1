"""What films are about: texts of fields, TF-IDF blocks, one matrix; and why two films are similar."""
