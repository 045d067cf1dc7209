"""``python -m conformance.ci`` prints where ``steps.sh`` lies, for pipelines that have installed the package."""

from conformance.ci import STEPS

if __name__ == "__main__":
    print(STEPS)
