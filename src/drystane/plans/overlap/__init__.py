"""Which actions are the same work, or work that belongs together, and why. Plain Python, no Django.

`facets` reads a text, `likeness` compares two actions, `index` finds the pairs among many, `owners`
suggests a group, `scoring` scores a file of pairs.
"""
