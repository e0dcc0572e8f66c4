"""The web application, and the API that it and everybody else uses."""
