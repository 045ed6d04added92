"""An outsider's audit of an installation: its log, and whether its published figures are what the log says."""
