"""Keys by which programs are known: issued and revoked at the desk."""
