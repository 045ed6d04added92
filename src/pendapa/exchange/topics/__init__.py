"""What a list of services says of a topic, and what is asked besides: set at the desk."""
