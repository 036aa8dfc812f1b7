"""The tests of Kith: a package of its own, since other packages bring one of the same name along."""
