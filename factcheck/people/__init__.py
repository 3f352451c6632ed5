"""Who works here: people, their roles, their API tokens and invitations."""
