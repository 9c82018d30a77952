"""sanity_report is judged by small nets, some of which are sick in one way that a key should show.

Whatever 20 samples an answer draws, their loss after 500 steps is far from the border of 0.1.
"""

from dataclasses import dataclass, field

import numpy as np

from bpcourse.checking.asking import once
from bpcourse.checking.compare import close, entries_of, number_of, same
from bpcourse.checking.in_words import other_kind
from bpcourse.checking.inputs import unchanged
from bpcourse.checking.wrong import Wrong, fail
from bpcourse.nn import planted_bugs

KEYS = ("first_loss", "expected", "learns_20", "gradient_error", "same_twice")
RIGHT, WRONG = 1e-6, 1e-3  # below the one a gradient is right, above the other one it is wrong

# ---- the nets ----

TRAINED = 1234.5  # the first weight of a net whose loss is fixed after its training


@dataclass
class Net:
    """A net that has not learned yet, with its samples and what is wrong with it."""

    about: str
    also: dict = field(default_factory=dict)  # key of the report → what is said in its place
    k: int = 3
    n: int = 40
    n_in: int = 3
    hidden: int = 4
    seed: int = 1
    start: float = 1.0  # the size of the first weights
    rate: float = 1.0
    labels: str = "learnable"
    bug: str = "right"  # of the gradients that it claims
    scale: float = 1.0  # of its loss
    offset: float = 0.0  # what is added to it, and has no slope
    ends_at: float | None = None  # the loss after any training, where that is fixed
    trained: str = "all"  # or "last bias" alone
    stride: int = 3  # of so many steps it takes one, which saves time where they all do the same
    in_use: str = "the same"
    learns: bool = True  # are 20 samples learned by heart?
    but: dict = field(default_factory=dict)  # known mistake → what it says instead, None if unknown

    def __post_init__(self):
        draw = np.random.default_rng(self.seed).normal
        self.X, teacher = draw(size=(self.n, self.n_in)), draw(size=(self.n_in, 3))
        y = (self.X @ teacher).argmax(axis=1)
        if self.labels == "mixed":
            y = np.random.default_rng(self.seed).permutation(y)
        order = np.argsort(y, kind="stable") if self.labels == "sorted" else np.arange(self.n)
        self.X, self.y = self.X[order], y[order]
        sizes = ((self.n_in, self.hidden), self.hidden), ((self.hidden, self.k), self.k)
        self.params = [
            (self.start * draw(size=shape) / np.sqrt(shape[0]), np.zeros(n_out))
            for shape, n_out in sizes
        ]
        self.first_loss = self.loss(self.params, self.X, self.y)
        read = self.predict(self.params, self.X).argmax(axis=1)
        self.accuracy = float(np.mean(read == self.y)) if self.in_use == "the same" else None

    def model(self, taken):
        """What an answer is given. `taken` is a list for what it trains on: samples and steps."""
        params = [(W.copy(), b.copy()) for W, b in self.params]

        def train(params, X, y, steps):
            taken.append((np.array(X), int(steps)))
            self.train(params, X, y, steps)

        names = ("loss", "gradients", "predict")
        own = {name: getattr(self, name) for name in names}
        return {"params": params, "train": train} | own

    def loss(self, params, X, y):
        if params[0][0][0, 0] == TRAINED:
            return self.ends_at
        return self.offset + self.scale * planted_bugs.loss(params, X, y)

    def gradients(self, params, X, y):
        bug = self.bug if self.bug in planted_bugs.BUGS else "right"
        grads = planted_bugs.backward(params, X, y, bug)
        (_, _), (dW2, db2) = grads
        if self.bug == "last weight":
            dW2[-1, -1] -= 0.5 * abs(dW2[-1, -1])
        if self.bug == "last bias":
            db2[-1] += 0.5 * abs(db2[-1])
        if self.bug == "last layer":
            grads[1] = 1.01 * dW2, 1.01 * db2
        return [(self.scale * dW, self.scale * db) for dW, db in grads]

    def train(self, params, X, y, steps):
        if self.ends_at is not None:
            params[0][0][0, 0] = TRAINED
            return
        for _ in range(0, int(steps), self.stride):
            grads = planted_bugs.backward(params, X, y)
            for pair, slopes in zip(params, grads, strict=True):
                for w, dw in zip(pair, slopes, strict=True):
                    if self.trained == "all" or w is params[-1][1]:
                        w -= self.rate * dw
        if self.rate > 1e3:
            params[0][0][:] = np.nan

    def predict(self, params, X):
        (W1, b1), (W2, b2) = params
        A = np.tanh(X @ W1 + b1)
        if self.in_use == "random":
            A = A * (np.random.default_rng().random(A.shape) > 0.5)
        return A @ W2 + b2


FELL = {"loss_fell": True}
NETS = [  # few, as a call for each nudge is dear where the answer lives in another process
    Net("A net with five classes, of which three are among 20 labels",
        {"learns_20": "A loss of exactly 0.1"},
        k=5, n=20, seed=3, ends_at=0.1, learns=False, but=FELL),
    Net("A large loss, and right slopes", {"learns_20": "A loss of 0.101"},
        scale=1e3, seed=14, ends_at=0.101, learns=False, but=FELL),
    Net("A small loss, and a wrong slope",
        {"learns_20": "A loss of 0.099", "same_twice": "Dropout that was left on in use"},
        bug="wrong slope", scale=1e-3, seed=13, ends_at=0.099, in_use="random",
        but={"loss_fell": None}),
    Net("A last layer that is claimed 1 % too large", {"learns_20": "A net that needs many steps"},
        bug="last layer", rate=0.15, stride=1, seed=2, but={"few_steps": False}),
    Net("A last weight that is claimed too small, and a large loss",
        {"learns_20": "A rate that is too small"},
        bug="last weight", offset=1e3, rate=1e-3, seed=5, learns=False, but=FELL),
    Net("A last bias that is claimed too large",
        {"learns_20": "A training that moves the last bias alone, and sorted rows"},
        bug="last bias", trained="last bias", labels="sorted", n=90, seed=6, learns=False,
        but={"first_20": True, "loss_fell": None}),
    Net("A bias without a gradient", {"learns_20": "A rate with which the weights become nan"},
        bug="bias missing", rate=1e4, seed=8, learns=False, but={"nan_is_learned": True}),
    Net("Labels that were mixed up", labels="mixed", n_in=6, hidden=8, rate=1.5, stride=1, n=200,
        seed=8, but={"all_samples": False}),
]  # fmt: skip


def drawn(rng):
    """Two nets of random numbers, one of them with wrong gradients.

    Where their training ends is fixed, or with some 20 samples it might end near the border.
    """

    def net(about, **facts):
        ends_at = float(rng.choice([0.02, 0.5]))
        learns = ends_at < 0.1
        facts |= {"ends_at": ends_at, "learns": learns, "but": {} if learns else FELL}
        return Net(about, hidden=5, seed=int(rng.integers(1000)), **facts)

    bugs = ["wrong slope", "bias missing", "softmax slope", "mean forgotten"]
    return [
        net("A drawn net", k=int(rng.integers(3, 6))),
        net("A drawn net with wrong gradients", bug=str(rng.choice(bugs))),
    ]


# ---- what a report should say, and what known mistakes say ----


def right(net, key):
    """What the report should say; of the gradient only whether it is right."""
    return {
        "first_loss": net.first_loss,
        "expected": float(np.log(net.k)),
        "learns_20": net.learns,
        "gradient_error": net.bug == "right",
        "same_twice": net.in_use == "the same",
    }[key]


SEEN_IN = {
    "wrong slope": {"W1", "b1"},
    "bias missing": {"b1"},
    "last weight": {"W2"},
    "last bias": {"b2"},
    "last layer": {"W2", "b2"},
}


def known(net, key):
    """The known mistakes: id → sentence, and what each says of this net, None if unknown."""
    L, k, n = net.first_loss, net.k, len(net.y)
    is_right = net.bug == "right"
    seen_in = SEEN_IN.get(net.bug, {"W1", "b1", "W2", "b2"})
    at_the_end = net.bug in ("last weight", "last bias")
    but = net.but.get
    return {
        "first_loss": {
            "sum_for_mean": ("It is a sum over the samples: `loss` gives a mean already.", n * L),
            "accuracy_for_loss": (
                "That is the share that is read right, and not the loss.",
                net.accuracy,
            ),
            "expected_for_loss": ("That is log k: ask `loss`.", float(np.log(k))),
        },
        "expected": {
            "log10": (
                "That is the logarithm to base 10: the loss is made with the natural one.",
                np.log10(k),
            ),
            "log2": (
                "That is the logarithm to base 2: the loss is made with the natural one.",
                np.log2(k),
            ),
            "log_n": ("That is log n: it is about classes, and not about samples.", np.log(n)),
            "k_from_labels": (
                "k is taken from the labels, and a class may be absent: count the logits.",
                np.log(net.y.max() + 1),
            ),
            "one_over_k": ("That is the probability 1/k: the loss is minus its logarithm.", 1 / k),
            "sign": ("The sign is wrong: minus log(1/k) is log k.", -np.log(k)),
        },
        "learns_20": {
            "first_20": (
                "The first 20 of sorted rows are of one class: draw them.",
                but("first_20", net.learns),
            ),
            "few_steps": ("500 steps are needed, and it took fewer.", but("few_steps")),
            "all_samples": (
                "It trains on all samples, and they are too many to be learned by heart.",
                but("all_samples", net.learns),
            ),
            "loss_fell": (
                "That the loss falls is not enough: below 0.1 it is learned by heart.",
                but("loss_fell", net.learns),
            ),
            "nan_is_learned": (
                "nan is not below 0.1: ask `loss < 0.1`, which is False for nan.",
                but("nan_is_learned", net.learns),
            ),
            "always_true": ("It says True of every net.", True),
            "the_other_way_round": ("True means learned by heart.", not net.learns),
        },
        "gradient_error": {
            "weights_only": (
                "A bug in a bias is not seen: look at both arrays of a layer.",
                is_right or not {"W1", "W2"} & seen_in,
            ),
            "last_layer_only": (
                "A bug in layer 1 is not seen: look at all layers.",
                is_right or not {"W2", "b2"} & seen_in,
            ),
            "first_layer_only": (
                "A bug in layer 2 is not seen: look at all layers.",
                is_right or not {"W1", "b1"} & seen_in,
            ),
            "first_numbers": (
                "A bug in the last weight is not seen: look at every number.",
                is_right or at_the_end,
            ),
            "nothing_is_wrong": ("It finds no gradient wrong: compare with nudging.", True),
        },
        "same_twice": {
            "same_object": (
                "It is always the same: `predict` has to be asked twice, and the two compared.",
                True,
            ),
            "never_the_same": ("It says False of every net.", False),
            "the_other_way_round": ("True means the same.", net.in_use != "the same"),
        },
    }[key]


# ---- asking ----


def asked(sanity_report, net):
    """The five entries of the report on a net, and under "taken" what it was trained on."""
    taken = []
    model, X, y = net.model(taken), net.X.copy(), net.y.copy()
    with np.errstate(all="ignore"), unchanged(model=model, X=X, y=y):
        got = sanity_report(model, X, y)
    return dict(zip(KEYS, entries_of(got, KEYS), strict=True)) | {"taken": taken}


@once
def reports(sanity_report):
    """Pairs of a net and what is reported of it."""
    return [(net, asked(sanity_report, net)) for net in NETS]


def entry(report, key):
    """The entry of that key; of the gradient's error whether the gradient is right by it."""
    got, what = report[key], f'the entry "{key}"'
    if key in ("learns_20", "same_twice"):
        if isinstance(got, bool | np.bool_):
            return bool(got)
        raise Wrong(*other_kind(got, what, "True or False"))
    number = number_of(got, what)
    if key != "gradient_error":
        return number
    if 0 <= number <= RIGHT or number >= WRONG:
        return number <= RIGHT
    told = "Nudge to both sides, by about 1e-5, in float64; distances have no sign."
    seen = f"The error of a gradient is {number:.3g}: right ones are below 1e-6, wrong ones above"
    raise Wrong(f"{seen} 1e-3.", "not_exact", tip=told)


def equal(one, other):
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return close(one, other)


def hold(pairs, key):
    """Raise Wrong unless the reports say of every net under this key what they should."""
    seen, kind, offered, out, sentences = "", "", set(), set(), {}
    for net, report in pairs:
        got, wanted = entry(report, key), right(net, key)
        if not equal(got, wanted) and not seen:
            seen = f"{net.also.get(key, net.about)}: {_said(report, key, wanted)}"
        for name, (sentence, value) in known(net, key).items():
            sentences[name] = sentence
            if value is not None and not equal(value, wanted):
                offered.add(name)
            if value is not None and not equal(got, value):
                out.add(name)
    if seen:
        fitting = {name: sentences[name] for name in offered - out}
        raise Wrong(seen, kind or "wrong_value", offered=offered, fitting=fitting, tip=TIPS[key])


def require_20_and_500(taken):
    """Raise Wrong unless these trainings were 500 steps in all, with 20 samples."""
    steps = sum(steps for _, steps in taken)
    if steps != 500:
        fail(f"It trains for {steps} steps in all, and 500 are asked for.", kind="other_steps")
    samples = {len(np.unique(X, axis=0)) for X, _ in taken}
    if samples != {20}:
        seen = f"It trains on {max(samples)} different samples, and 20 are asked for."
        fail(seen, "`rng.choice(n, 20, replace=False)` draws none of them twice.", kind="not_20")


TIPS = {
    "first_loss": "It is `loss` of all samples with the first weights, before anything is trained.",
    "expected": "A net that knows nothing gives each of the k classes the probability 1/k.",
    "learns_20": "Draw 20 rows, train copies of the weights for 500 steps, ask for their loss.",
    "gradient_error": "The largest distance, divided by the largest size of a slope.",
    "same_twice": "Ask `predict` for X twice, and compare all numbers.",
}


def _said(report, key, wanted):
    got = report[key]
    if key == "gradient_error":
        is_right = "right, so it should be below 1e-6" if wanted else "wrong, so it should be above"
        end = "" if wanted else " 1e-3"
        return f'"{key}" is {float(got):.3g}. The gradient is {is_right}{end}.'
    shown = (f"{value:.5g}" if isinstance(value, float) else value for value in (got, wanted))
    return '"{}" is {}, but should be {}.'.format(key, *shown)


# ---- the checks ----


def test_example(sanity_report):
    """The example of the task comes out as it is written there."""
    model = {
        "params": [(np.full((1, 4), 0.5), np.zeros(4))],
        "train": lambda *given: None,
        "loss": lambda params, X, y: params[0][0].sum(),
        "predict": lambda params, X: X @ params[0][0],
        "gradients": lambda params, X, y: [(np.ones((1, 4)), np.zeros(4))],
    }
    got = sanity_report(model, np.zeros((30, 1)), np.zeros(30, dtype=int))
    report = dict(zip(KEYS, entries_of(got, KEYS), strict=True))
    wanted = {"first_loss": 2.0, "learns_20": False, "gradient_error": True, "same_twice": True}
    for key, value in wanted.items():
        same(entry(report, key), value, f'the entry "{key}"')


def test_first_loss(sanity_report):
    """The first loss is that of all samples, before any training."""
    hold(reports(sanity_report), "first_loss")


def test_expected(sanity_report):
    """What is expected is log k, also where a class is absent among the labels."""
    hold(reports(sanity_report), "expected")


def test_learns_20(sanity_report):
    """It tells nets that learn 20 drawn samples by heart from those that do not."""
    hold(reports(sanity_report), "learns_20")
    for _, report in reports(sanity_report):
        require_20_and_500(report["taken"])


def test_gradient_error(sanity_report):
    """It tells right gradients from wrong ones, wherever the bug is, and whatever their size."""
    hold(reports(sanity_report), "gradient_error")


def test_same_twice(sanity_report):
    """It notices a net that answers at random in use."""
    hold(reports(sanity_report), "same_twice")


def test_drawn_nets(sanity_report, rng):
    """On drawn nets it says the same."""
    pairs = [(net, asked(sanity_report, net)) for net in drawn(rng)]
    for key in KEYS:
        hold(pairs, key)
