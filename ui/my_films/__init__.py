"""The page My films, one module per section: lists, history, taste, figures, imports and exports."""

TITLE = "My films"
