"""The service: it wakes at its times, runs, sleeps, hears of new items, and says how it is."""
