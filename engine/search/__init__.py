"""Find a film by its title, in spite of typing errors."""
