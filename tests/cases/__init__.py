"""Cases: small inputs with right answers, in folders of JSON files."""
