"""First names for stock presenters and voices, by the part of the world where they are common."""

from functools import cache
from typing import Final, Literal

Gender = Literal["female", "male"]

_POOLS: Final[dict[str, dict[Gender, str]]] = {
    "west": {
        "female": "Jenny Caroline Amelia Brooke Chloe Daisy Eleanor Emma Florence Grace Hannah Harriet Ivy Jessica "
        "Katherine Lily Madison Megan Natalie Olivia Penelope Rachel Scarlett Sophie Tessa Victoria Violet Willow "
        "Abigail Audrey Beatrice Claire Delilah Esme Freya Georgia Hazel Imogen Josephine Kayla Lauren Molly",
        "male": "John Brandon Aaron Adrian Blake Callum Charlie Connor Daniel Dylan Edward Ethan Finn Gavin George "
        "Harry Henry Isaac Jack Jacob James Jonah Kyle Leo Liam Logan Lucas Marcus Mason Max Nathan Noah Oliver "
        "Owen Patrick Ryan Samuel Sebastian Theo Thomas William Wyatt",
    },
    "latin": {
        "female": "Lucia Sofia Valentina Camila Isabella Elena Carmen Paula Marta Beatriz Ines Clara Julia Giulia "
        "Chiara Alice Manon Camille Juliette Margaux Renata Daniela Gabriela Mariana Teresa Bianca",
        "male": "Mateo Diego Santiago Alejandro Javier Pablo Andres Rafael Tomas Joao Pedro Tiago Marco Luca "
        "Lorenzo Matteo Antoine Hugo Julien Louis Mathieu Emilio Gustavo Bruno Nico Ramon",
    },
    "north": {
        "female": "Anna Lena Greta Frieda Hanna Johanna Katrin Marlene Ingrid Astrid Elsa Freja Linnea Maja Signe "
        "Solveig Sanne Femke Lotte Aino Helmi Silja",
        "male": "Lukas Jonas Felix Moritz Till Tobias Jens Lars Anders Erik Magnus Nils Sven Oskar Bjorn Henrik "
        "Daan Joost Sander Eero Mikko Aksel",
    },
    "slav": {
        "female": "Anastasia Daria Ekaterina Irina Katya Ludmila Milena Nadia Olena Petra Zuzana Agnieszka Ewa "
        "Kasia Zofia Jelena Ivana Ana",
        "male": "Aleksander Andrei Boris Dmitri Ivan Jakub Jan Karel Marek Mikhail Milan Nikola Pavel Piotr Stefan "
        "Tomasz Viktor Vuk",
    },
    "turk": {
        "female": "Aylin Defne Elif Emine Leyla Meryem Nehir Selin Zeynep Aigerim Dilnoza Gulnara",
        "male": "Ahmet Arda Baris Cem Emre Kaan Mert Murat Timur Yusuf Alibek Rustam",
    },
    "arab": {
        "female": "Amal Amina Dalia Farah Hana Huda Layla Mariam Noor Rania Salma Yasmin Zahra Shirin",
        "male": "Ahmed Ali Bilal Faisal Hassan Ibrahim Karim Khalid Omar Rashid Samir Tariq Youssef Dariush",
    },
    "india": {
        "female": "Aditi Ananya Asha Deepika Divya Isha Kavya Lakshmi Meera Neha Nisha Priya Riya Saanvi Shreya Tara",
        "male": "Aditya Aarav Anil Arjun Dev Ishaan Kabir Karthik Manoj Nikhil Rahul Raj Rohan Sanjay Vikram Vivek",
    },
    "east": {
        "female": "Mei Lin Xiaoyu Yuki Sakura Aiko Haruka Jiwoo Minseo Soyeon Linh Mai Thao Ploy Ying",
        "male": "Wei Jun Hao Kenji Takeshi Haruto Ren Sora Minho Jihoon Seojun Minh Duc Quang Somchai Ming",
    },
    "asia": {
        "female": "Ayu Dewi Putri Sari Siti Aisyah Intan Leilani Moana Thiri",
        "male": "Agus Bagus Budi Dimas Rizky Hafiz Farid Kai Tane Aung",
    },
    "africa": {
        "female": "Abeba Amara Ayana Chipo Imani Makena Nia Thandi Wanjiru Zuri",
        "male": "Abebe Baraka Dawit Jabari Juma Kamau Kwame Sipho Tendai Tumelo",
    },
}


@cache
def pool_names() -> tuple[str, ...]:
    """The keys of the pools."""
    return tuple(_POOLS)


@cache
def first_names(pool: str, gender: Gender) -> tuple[str, ...]:
    """The first names of one pool and gender, in a fixed order."""
    return tuple(_POOLS[pool][gender].split())


@cache
def gender_of(name: str) -> Gender | None:
    """The gender whose pools hold `name` (any case), or None for a name that is in no pool."""
    for pool in _POOLS:
        for gender in _POOLS[pool]:
            if name.casefold() in (known.casefold() for known in first_names(pool, gender)):
                return gender
    return None
