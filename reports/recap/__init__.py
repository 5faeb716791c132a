"""The recap: what was served in a month, or in any stretch of days."""
