"""A stand-in for the Bot API that is no limit itself: it counts, keeps Telegram's pace to the letter, fails on demand.

Speaks just enough HTTP/1.1 for the clients measured here (bodies with a length). Requests are stamped once
complete, before any latency; flood control is the simulator's. `/control/<verb>` is the runner's side.
"""
