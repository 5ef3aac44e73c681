"""Site: settings, home, navigation, the command line; knows every room."""
