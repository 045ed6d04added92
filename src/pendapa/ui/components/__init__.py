"""Page components as template tags, one module per family; `{% load ui %}` brings them all."""
