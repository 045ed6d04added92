"""A witness of other installations' logs (C2SP tlog-witness): needs a folder, no database, no settings of ours."""
