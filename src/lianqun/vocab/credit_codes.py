"""The unified social credit code of 18 characters and its check character.

Form after GB 32100-2015: registrar (1), kind (1), six digits of the place, nine characters of the organisation code
(GB 11714), one check character. The alphabet leaves out I, O, S, V and Z.
"""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
LENGTH = 18


def is_well_formed(code: str) -> bool:
    """Whether the code has 18 characters, all of the alphabet."""
    return len(code) == LENGTH and all(character in ALPHABET for character in code)


def check_character(code: str) -> str:
    """The check character that belongs to the first 17 characters: 31 less their weighted sum modulo 31, 31 being 0.

    Raises ValueError for characters outside the alphabet or fewer than 17 of them.
    """
    values = [ALPHABET.index(character) for character in code[:17]]
    if len(values) < len(WEIGHTS):
        raise ValueError("a credit code has 17 characters before its check character")
    total = sum(value * weight for value, weight in zip(values, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def is_valid(code: str) -> bool:
    """Whether the code is well formed and its last character is the right one."""
    return is_well_formed(code) and check_character(code) == code[17]
