"""How the app is told what people do: payloads, signed HTTP, Socket Mode, retries."""
