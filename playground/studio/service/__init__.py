"""The studio's HTTP service: it takes tasks as Runware does and hands out the videos."""
