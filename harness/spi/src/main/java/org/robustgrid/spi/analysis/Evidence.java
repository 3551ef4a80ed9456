package org.robustgrid.spi.analysis;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Samples that count against an evaluation, and how many of them a sound evaluation would show. The
 * harness decides whether that is too many: all evidence about a row of a board is one family of
 * tests (Holm's correction), at a level of 1 %. Too many such samples flag the row.
 *
 * <p>The declaration decides the test: {@link Builder#tolerated} the exact binomial test, {@link
 * Builder#never} a single sample, {@link Builder#against} McNemar's exact test. With several
 * declarations the largest p-value counts; without any, the evidence is recorded but not judged.
 *
 * @since 0.1
 */
public final class Evidence {

  private final String about;
  private final String attack;
  private final String board;
  private final Double epsilon;
  private final int asked;
  private final List<Integer> samples;
  private final List<Integer> excused;
  private final Integer trials;
  private final Double tolerated;
  private final Integer against;
  private final boolean upperBound;
  private final boolean clearestOnly;
  private final String message;
  private final String notRun;

  private Evidence(Builder b) {
    this.about = b.about;
    this.attack = b.attack;
    this.board = b.board;
    this.epsilon = b.epsilon;
    this.asked = b.asked;
    this.samples = List.copyOf(b.samples);
    this.excused = List.copyOf(b.excused);
    this.trials = b.trials;
    this.tolerated = b.tolerated;
    this.against = b.against;
    this.upperBound = b.upperBound;
    this.clearestOnly = b.clearestOnly;
    this.message = b.message;
    this.notRun = b.notRun;
    String where = "evidence about '" + about + "'";
    for (int i = 0; i < samples.size(); i++) {
      Require.that(
          samples.get(i) >= 0 && (i == 0 || samples.get(i) > samples.get(i - 1)),
          where,
          "names sample " + samples.get(i) + " out of order");
    }
    int possible = trials == null ? asked : trials;
    Require.that(
        samples.size() <= possible,
        where,
        "names " + samples.size() + " samples of " + possible + " that were looked at");
    Require.that(samples.containsAll(excused), where, "excuses samples that it does not name");
    if (judged()) {
      Require.text(where, "message", message);
    }
  }

  /**
   * Starts evidence.
   *
   * @param about what was tried or looked at, for example an attack's label
   * @param asked how many samples were looked at
   * @param samples those that speak against the evaluation, ascending
   */
  public static Builder of(String about, int asked, List<Integer> samples) {
    return new Builder(about, asked, samples);
  }

  /**
   * Records that something could not be tested, so that the row does not seem to have passed.
   *
   * @param about what was to be tried
   * @param why in words, with what to do
   */
  public static Evidence notRun(String about, String why) {
    Builder builder = new Builder(about, 0, List.of());
    builder.notRun = Objects.requireNonNull(why, "why");
    return builder.build();
  }

  public String about() {
    return about;
  }

  /** The label of the attack that it is about; empty for the evaluation as a whole. */
  public String attack() {
    return attack;
  }

  /** The name of the board that it concerns; empty for all. */
  public Optional<String> board() {
    return Optional.ofNullable(board);
  }

  /** The radius of the attack that was tried. */
  public OptionalDouble epsilon() {
    return epsilon == null ? OptionalDouble.empty() : OptionalDouble.of(epsilon);
  }

  public int asked() {
    return asked;
  }

  public List<Integer> samples() {
    return samples;
  }

  /** Samples among them that have a harmless reason, and are not counted. */
  public List<Integer> excused() {
    return excused;
  }

  /** How many samples could speak against the evaluation; all that were asked unless given. */
  public OptionalInt trials() {
    return trials == null ? OptionalInt.empty() : OptionalInt.of(trials);
  }

  /** The share of samples that a sound evaluation may show. */
  public OptionalDouble tolerated() {
    return tolerated == null ? OptionalDouble.empty() : OptionalDouble.of(tolerated);
  }

  /** How many samples say the opposite. */
  public OptionalInt against() {
    return against == null ? OptionalInt.empty() : OptionalInt.of(against);
  }

  /** Whether it shows that attacks failed, so that robust accuracy is an upper bound. */
  public boolean upperBound() {
    return upperBound;
  }

  /** Whether of all evidence of this kind about one attack only the clearest becomes a flag. */
  public boolean clearestOnly() {
    return clearestOnly;
  }

  /** What it means, as a sentence for the reader of the flag. */
  public String message() {
    return message;
  }

  /** Why it could not be looked at. */
  public Optional<String> notRun() {
    return Optional.ofNullable(notRun);
  }

  private boolean judged() {
    return tolerated != null || against != null;
  }

  /**
   * Builds {@link Evidence}.
   *
   * @since 0.1
   */
  public static final class Builder {
    private final String about;
    private final int asked;
    private final List<Integer> samples;
    private List<Integer> excused = List.of();
    private String attack = "";
    private String board;
    private Double epsilon;
    private Integer trials;
    private Double tolerated;
    private Integer against;
    private boolean upperBound = true;
    private boolean clearestOnly;
    private String message = "";
    private String notRun;

    private Builder(String about, int asked, List<Integer> samples) {
      this.about = Objects.requireNonNull(about, "about");
      this.asked = asked;
      this.samples = Objects.requireNonNull(samples, "samples");
    }

    /** The label of the attack that it is about; the evaluation as a whole unless given. */
    public Builder attack(String label) {
      attack = Objects.requireNonNull(label, "label");
      return this;
    }

    /**
     * The board that it concerns; unless given all of the call's boards whose goals the descriptor
     * declares.
     */
    public Builder board(AttackedBoard value) {
      return board(value.name());
    }

    /** The same by the name of the board. */
    public Builder board(String name) {
      board = Objects.requireNonNull(name, "name");
      return this;
    }

    /** The radius of the attack that was tried. */
    public Builder epsilon(double value) {
      epsilon = value;
      return this;
    }

    /** Samples among those named that have a harmless reason, and are not counted. */
    public Builder excused(List<Integer> value) {
      excused = Objects.requireNonNull(value, "excused");
      return this;
    }

    /** How many samples could speak against the evaluation, if not all that were asked. */
    public Builder trials(int value) {
      trials = value;
      return this;
    }

    /**
     * Judges it by the exact binomial test: in a sound evaluation a sample speaks against it with
     * this probability at most.
     *
     * @param share above 0 and below 1
     */
    public Builder tolerated(double share) {
      Require.that(share > 0 && share < 1, "evidence", "tolerates a share of " + share);
      tolerated = share;
      return this;
    }

    /** Judges it by the first sample: a sound evaluation shows none. */
    public Builder never() {
      tolerated = 0.0;
      return this;
    }

    /**
     * Judges it by McNemar's exact test: in a sound evaluation at least as many samples say the
     * opposite.
     *
     * @param opposite how many do
     */
    public Builder against(int opposite) {
      against = opposite;
      return this;
    }

    /** Declares that robust accuracy remains a measured value, not an upper bound. */
    public Builder figuresHold() {
      upperBound = false;
      return this;
    }

    /** Declares that of all evidence of this kind about one attack the clearest is enough. */
    public Builder clearestOnly() {
      clearestOnly = true;
      return this;
    }

    /** What it means and what to do, as a sentence that begins in lower case. */
    public Builder message(String value) {
      message = Objects.requireNonNull(value, "message");
      return this;
    }

    public Evidence build() {
      return new Evidence(this);
    }
  }
}
