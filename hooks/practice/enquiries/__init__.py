"""The other half of the contact form: what a visitor sends is checked, kept and delivered."""
