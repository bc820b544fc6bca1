"""Find a film by its title, typos included."""
