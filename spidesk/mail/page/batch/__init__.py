"""The batch as the postexpeditör works through it: pick and propose, print, match, post."""
