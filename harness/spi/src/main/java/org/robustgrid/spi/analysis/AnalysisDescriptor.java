package org.robustgrid.spi.analysis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.Goal;

/**
 * The id of an analysis and what it needs. A request grants only what is declared here, and a grid
 * that cannot provide it is refused before anything runs.
 *
 * <pre>{@code
 * AnalysisDescriptor.builder("prediction-entropy", "Entropy of predictions, clean and attacked")
 *     .access(Access.SCORES)
 *     .samples(SampleSource.TEST)
 *     .outcomes()
 *     .images()
 *     .build();
 * }</pre>
 *
 * @since 0.1
 */
public final class AnalysisDescriptor extends Descriptor {

  /**
   * The subject of one call.
   *
   * @since 0.1
   */
  public enum Subject {
    /** One model: a row under one seed. */
    MODEL,
    /** Two models of one data set under one seed, for each pair of rows. */
    PAIR,
    /** One model with its weights after each epoch that was kept. */
    TRAINING
  }

  /**
   * How often a subject is analysed.
   *
   * @since 0.1
   */
  public enum Scope {
    /** Once. */
    ONCE,
    /** Once for each norm of untargeted attacks; it sees only the boards of that norm. */
    NORM,
    /** Once for each threat model under which it is attacked. */
    THREAT_MODEL
  }

  /**
   * When an analysis is made.
   *
   * @since 0.1
   */
  public enum Role {
    /** If a grid lists it. */
    ASKED,
    /** For all data that it fits, and also if a grid lists it. */
    AUTOMATIC,
    /**
     * Runs unless a grid's {@code checks} leave it out: it looks for signs that an evaluation under
     * attack is unreliable.
     */
    CHECK
  }

  private final Subject subject;
  private final Scope scope;
  private final Role role;
  private final boolean firstSeed;
  private final Access access;
  private final boolean activations;
  private final Set<SampleSource> samples;
  private final boolean outcomes;
  private final boolean images;
  private final boolean otherRows;
  private final Set<Norm> norms;
  private final Set<Goal.Kind> goals;
  private final Set<Access> probes;
  private final List<String> after;

  private AnalysisDescriptor(Builder builder) {
    super(builder);
    this.subject = builder.subject;
    this.scope = builder.scope;
    this.role = builder.role;
    this.firstSeed = builder.firstSeed;
    this.access = builder.access;
    this.activations = builder.activations;
    this.samples = Collections.unmodifiableSet(builder.samples);
    this.outcomes = builder.outcomes;
    this.images = builder.images;
    this.otherRows = builder.otherRows;
    this.norms = Collections.unmodifiableSet(builder.norms);
    this.goals = Collections.unmodifiableSet(builder.goals);
    this.probes = Collections.unmodifiableSet(builder.probes);
    this.after = List.copyOf(builder.after);
  }

  /**
   * Starts a descriptor of an analysis that covers one model, runs once if a grid lists it, and
   * needs nothing.
   *
   * @param id lower-case words joined by hyphens, unique among analyses
   * @param summary one sentence
   * @throws IllegalArgumentException when the id has another form
   */
  public static Builder builder(String id, String summary) {
    return new Builder(id, summary);
  }

  public Subject subject() {
    return subject;
  }

  public Scope scope() {
    return scope;
  }

  public Role role() {
    return role;
  }

  /** Whether only the first seed of a row is analysed. */
  public boolean firstSeed() {
    return firstSeed;
  }

  /** The access to the classifier; empty if it needs none. */
  public Optional<Access> access() {
    return Optional.ofNullable(access);
  }

  /** Whether it uses the networks themselves: activations, weights, further passes. */
  public boolean activations() {
    return activations;
  }

  /** The samples that it reads. */
  public Set<SampleSource> samples() {
    return samples;
  }

  /** Whether it looks at the outcomes of attacks. */
  public boolean outcomes() {
    return outcomes;
  }

  /** Whether it looks at the adversarial images that a run kept. */
  public boolean images() {
    return images;
  }

  /** Whether it looks at the adversarial images that a run kept of other rows. */
  public boolean otherRows() {
    return otherRows;
  }

  /** The norms of the attacks that it looks at; all of them if it is empty. */
  public Set<Norm> norms() {
    return norms;
  }

  /**
   * The goals of the boards that its evidence is about; a check is not made for a threat model of
   * another goal.
   */
  public Set<Goal.Kind> goals() {
    return goals;
  }

  /** The accesses of which it runs a reference attack. */
  public Set<Access> probes() {
    return probes;
  }

  /** Ids of the analyses of the same subject whose results it reads. */
  public List<String> after() {
    return after;
  }

  @Override
  public Map<String, String> details() {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("subject", words(subject) + made() + (firstSeed ? ", of the first seed" : ""));
    if (role != Role.ASKED) {
      details.put("made", role == Role.CHECK ? "as a check of evaluations" : "for data it fits");
    }
    if (access != null) {
      details.put("access", words(access) + (activations ? ", activations" : ""));
    }
    if (!samples.isEmpty()) {
      details.put("samples", words(samples));
    }
    if (outcomes) {
      details.put(
          "outcomes of attacks",
          (norms.isEmpty()
                  ? "all norms"
                  : norms.stream().map(Norm::id).collect(Collectors.joining(", ")))
              + (images ? ", with kept images" : ""));
    }
    if (otherRows) {
      details.put("other rows", "images that attacks on them found");
    }
    if (role == Role.CHECK) {
      details.put("evidence about", words(goals) + " boards");
    }
    if (!probes.isEmpty()) {
      details.put("attacks by itself", "the reference by " + words(probes));
    }
    if (!after.isEmpty()) {
      details.put("reads", String.join(", ", after));
    }
    return details;
  }

  private String made() {
    return switch (scope) {
      case ONCE -> "";
      case NORM -> ", once a norm";
      case THREAT_MODEL -> ", once a threat model";
    };
  }

  private static String words(Set<? extends Enum<?>> values) {
    return values.stream().map(AnalysisDescriptor::words).collect(Collectors.joining(", "));
  }

  private static String words(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /**
   * Builds an {@link AnalysisDescriptor}.
   *
   * @since 0.1
   */
  public static final class Builder extends Descriptor.Builder<Builder> {
    private final Set<SampleSource> samples = EnumSet.noneOf(SampleSource.class);
    private final Set<Norm> norms = EnumSet.noneOf(Norm.class);
    private Set<Goal.Kind> goals = EnumSet.of(Goal.Kind.UNTARGETED);
    private final Set<Access> probes = EnumSet.noneOf(Access.class);
    private final List<String> after = new ArrayList<>();
    private Subject subject = Subject.MODEL;
    private Scope scope = Scope.ONCE;
    private Role role = Role.ASKED;
    private boolean firstSeed;
    private Access access;
    private boolean activations;
    private boolean outcomes;
    private boolean images;
    private boolean otherRows;

    private Builder(String id, String summary) {
      super(id, summary);
    }

    @Override
    protected Builder self() {
      return this;
    }

    /** The subject of one call; one model by default. */
    public Builder subject(Subject value) {
      subject = Objects.requireNonNull(value, "subject");
      return this;
    }

    /** Declares that it is made once for each norm under which the subject is attacked. */
    public Builder perNorm() {
      scope = Scope.NORM;
      return this;
    }

    /** Declares that it is made once for each threat model under which the subject is attacked. */
    public Builder perThreatModel() {
      scope = Scope.THREAT_MODEL;
      return this;
    }

    /** Declares that it is made for all data that it fits, whether a grid lists it or not. */
    public Builder automatic() {
      role = Role.AUTOMATIC;
      return this;
    }

    /**
     * Declares that it covers only each row's first seed, for example as a representative picture.
     */
    public Builder firstSeed() {
      firstSeed = true;
      return this;
    }

    /** Declares that it looks for signs that an evaluation cannot be relied on. */
    public Builder check() {
      role = Role.CHECK;
      return this;
    }

    /** The access to the classifier; none by default. */
    public Builder access(Access value) {
      access = Objects.requireNonNull(value, "access");
      return this;
    }

    /** Declares that it asks for the networks themselves. */
    public Builder activations() {
      activations = true;
      return this;
    }

    /** Adds samples that it reads. */
    public Builder samples(SampleSource... added) {
      samples.addAll(List.of(added));
      return this;
    }

    /** Declares that it looks at the outcomes of attacks. */
    public Builder outcomes() {
      outcomes = true;
      return this;
    }

    /** Declares that it looks at the outcomes of attacks under certain norms only. */
    public Builder outcomes(Norm... of) {
      norms.addAll(List.of(of));
      return outcomes();
    }

    /**
     * The goals of the boards that its evidence is about; only untargeted by default. Flags are
     * shown on boards of these goals only, so the check's statement must hold there.
     */
    public Builder goals(Goal.Kind... of) {
      goals = EnumSet.copyOf(List.of(of));
      return this;
    }

    /** Declares that it looks at the images that attacks found and the run kept. */
    public Builder images() {
      images = true;
      return outcomes();
    }

    /**
     * Declares that it looks at the images that attacks on the other rows of the data set found and
     * the run kept, under the same seed and threat models. It is skipped for a row without others.
     */
    public Builder otherRows() {
      otherRows = true;
      return outcomes();
    }

    /** Declares that it runs the reference attack of an access on some samples. */
    public Builder probes(Access... of) {
      probes.addAll(List.of(of));
      return this;
    }

    /** Declares that it reads the results of other analyses of the same subject. */
    public Builder after(String... ids) {
      after.addAll(List.of(ids));
      return this;
    }

    public AnalysisDescriptor build() {
      return new AnalysisDescriptor(this);
    }
  }
}
