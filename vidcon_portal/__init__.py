"""The ground floor: what every office system needs. It imports none of the three wings."""
