"""What the engines give for figures that others published, from the files of public data.

Each module has `figures(given)`, which yields (id, at, value, standard error) as `figures.csv` of
the folder `outside` names them; the error is nan where nothing is sampled.
"""
