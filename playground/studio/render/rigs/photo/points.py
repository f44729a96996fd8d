"""Groups of the face mesh's 468 points; right and left are the person's own, contours run from the right to the left.

The numbers are MediaPipe's: https://github.com/google-ai-edge/mediapipe, face_landmark/face_landmark.pbtxt and its
picture of the mesh.
"""

from typing import Final

INNER_UPPER_LIP: Final = [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308]
INNER_LOWER_LIP: Final = [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308]
OUTER_UPPER_LIP: Final = [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291]
OUTER_LOWER_LIP: Final = [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291]
RIGHT_CORNER, LEFT_CORNER = 61, 291

CHIN: Final = 152
NOSE_TIP: Final = 1
UNDER_NOSE: Final = [164, 167, 393]
NOSE: Final = [1, 2, 98, 327, 97, 326, 4, 5, 195, 129, 358, 49, 279]
CHEEKS: Final = [205, 425, 50, 280, 187, 411, 147, 376]
AROUND_MOUTH: Final = [216, 436, 212, 432, 207, 427, 92, 322, 214, 434, 57, 287, 43, 273, 106, 335, 202, 422]
AROUND_CHIN: Final = [18, 200, 199, 175, 83, 313, 201, 421, 208, 428, 171, 396, 32, 262, 194, 418]
JAW: Final = [234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454]
SKIN: Final = [50, 280, 101, 330, 205, 425]
JAW_SIDES: Final = [58, 132, 288, 361]

RIGHT_UPPER_LID: Final = [33, 246, 161, 160, 159, 158, 157, 173, 133]
RIGHT_LOWER_LID: Final = [33, 7, 163, 144, 145, 153, 154, 155, 133]
LEFT_UPPER_LID: Final = [362, 398, 384, 385, 386, 387, 388, 466, 263]
LEFT_LOWER_LID: Final = [362, 382, 381, 380, 374, 373, 390, 249, 263]
RIGHT_CREASE: Final = [247, 30, 29, 27, 28, 56, 190]
LEFT_CREASE: Final = [414, 286, 258, 257, 259, 260, 467]
RIGHT_UNDER_EYE: Final = [226, 31, 228, 229, 230, 231, 232, 233, 244]
LEFT_UNDER_EYE: Final = [464, 453, 452, 451, 450, 449, 448, 261, 446]
BROWS: Final = [70, 63, 105, 66, 107, 46, 53, 52, 65, 55, 336, 296, 334, 293, 300, 285, 295, 282, 283, 276]
NOSE_BRIDGE: Final = [168, 6, 197, 195, 122, 351, 193, 417]

OUTLINE: Final = [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
    136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
]  # fmt: skip
