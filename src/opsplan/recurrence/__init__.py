"""From a phrase and a window to dates: the only folder that knows date arithmetic and RRULEs."""
