"""How close two texts are: by their words, and by what they mean where the sentence model is installed.

numpy and scipy are loaded by the modules beside this one, so import those only inside what uses them.
"""
