"""The PostgreSQL that comes with Pendapa: started, kept alive and stopped by us.

Standard library only, but for the waiting client in `embedded_postgres.py`.
"""
