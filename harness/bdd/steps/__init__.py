"""The shipped steps: importing this package registers all of them with behave."""
