"""The API, a file by noun; each exports its `router`."""
