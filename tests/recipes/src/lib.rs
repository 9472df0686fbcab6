//! The recipes are in `tests`.
