"""Every word that the engine says of its own accord, in one place, so that it can be translated.

`reports` has what reports say around the findings, `layout` what findings about the file and its form say, `judging`
what the other findings, the plan and the suggestion say. Names, phrases and deeds come from the lexicon, quotes from
the résumé.
"""
