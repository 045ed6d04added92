"""The installed app: manifest, service worker, the pages that work without a server."""
