"""Personal data (UU 27/2022): what is kept of somebody, shown to him, handed to him, corrected, erased."""
