"""Personal data: data export and erasure of contributions."""
