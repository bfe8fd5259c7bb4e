"""A believable project in the formats that real tools export, made by a script.

Everything here is invented: the company, the people, the vendors, the regulator.
"""
