"""When will it be done, how much by then, and how sure is that?"""
