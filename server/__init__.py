"""What the server does around the pages: HTTP only. It knows no screen."""
