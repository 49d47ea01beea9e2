from holdfast.raids.classes import MIXED, UNKNOWN, class_of, known


def test_a_row_has_the_class_of_its_models():
    by_class: dict[str, list[str]] = {}
    for model, name in known().items():
        by_class.setdefault(name, []).append(model)
    (first, one), (_, two) = [(k, v) for k, v in by_class.items() if len(v) > 1][:2]
    assert class_of(one[0]) == class_of(f"{one[0]} and {one[1]}") == first
    assert class_of(f"{one[0]} and {two[0]}") == MIXED
    assert class_of(f"{one[0]} and Nobody's") == class_of("Nobody's") == UNKNOWN
