package org.robustgrid.spi.attack;

import java.util.Collections;
import java.util.EnumMap;
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
import org.robustgrid.spi.Parameter;

/**
 * The id of an attack, the access it needs, and the norms and goals it supports.
 *
 * <pre>{@code
 * AttackDescriptor.builder("momentum", "Signed gradient steps with momentum, final iterate")
 *     .access(Access.GRADIENTS)
 *     .norms(Norm.LINF, Norm.L2)
 *     .parameters(STEPS, DECAY)
 *     .build();
 * }</pre>
 *
 * @since 0.1
 */
public final class AttackDescriptor extends Descriptor {

  /**
   * How an attack increases the classification loss; checks compare single-step with iterative
   * attacks.
   *
   * @since 0.1
   */
  public enum Ascent {
    /** One step along the gradient. */
    SINGLE_STEP,
    /** Many steps along gradients: what one step breaks, this attack should break, too. */
    ITERATED,
    /** Another objective, or a search without gradients. */
    OTHER
  }

  private final Access access;
  private final Set<Norm> norms;
  private final Map<Norm, Set<Goal.Kind>> goals;
  private final Ascent ascent;
  private final boolean randomised;
  private final Map<String, Object> referenceEffort;

  private AttackDescriptor(Builder builder) {
    super(builder);
    this.access = builder.access;
    this.norms = Collections.unmodifiableSet(builder.norms);
    this.goals = builder.goalsByNorm();
    this.ascent = builder.ascent;
    this.randomised = builder.randomised;
    this.referenceEffort = builder.referenceEffort;
  }

  /**
   * Starts a descriptor of an untargeted attack that needs gradients.
   *
   * @param id lower-case words joined by hyphens, unique among attacks
   * @param summary one sentence
   * @throws IllegalArgumentException when the id has another form
   */
  public static Builder builder(String id, String summary) {
    return new Builder(id, summary);
  }

  /** The access that the attack needs; it is granted no more. */
  public Access access() {
    return access;
  }

  /** The supported norms. */
  public Set<Norm> norms() {
    return norms;
  }

  /** The goals it supports under a norm; empty for an unsupported norm. */
  public Set<Goal.Kind> goals(Norm norm) {
    return goals.getOrDefault(norm, Set.of());
  }

  /** Whether it supports a goal under a norm. */
  public boolean supports(Norm norm, Goal.Kind goal) {
    return goals(norm).contains(goal);
  }

  public Ascent ascent() {
    return ascent;
  }

  /** Whether its answer depends on the request's key. */
  public boolean randomised() {
    return randomised;
  }

  /**
   * If the attack is a reference for its access: the values of parameters under which it is cheap.
   * The harness probes models with the reference attack of an access without knowing more about it.
   */
  public Optional<Map<String, Object>> referenceEffort() {
    return Optional.ofNullable(referenceEffort);
  }

  @Override
  public Map<String, String> details() {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("access", words(access));
    details.put("norms", norms.stream().map(Norm::id).collect(Collectors.joining(", ")));
    details.put("goals", goalsInWords());
    if (ascent != Ascent.OTHER) {
      details.put("ascent", words(ascent));
    }
    if (randomised) {
      details.put("randomised", "draws from its key");
    }
    return details;
  }

  /** The goals; norm by norm where they differ. */
  private String goalsInWords() {
    if (goals.values().stream().distinct().count() <= 1) {
      return goals.values().stream().findFirst().map(AttackDescriptor::words).orElse("");
    }
    return goals.entrySet().stream()
        .map(of -> of.getKey().id() + ": " + words(of.getValue()))
        .collect(Collectors.joining("; "));
  }

  private static String words(Set<Goal.Kind> kinds) {
    return kinds.stream().map(Goal.Kind::id).collect(Collectors.joining(", "));
  }

  private static String words(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /**
   * Builds an {@link AttackDescriptor}.
   *
   * @since 0.1
   */
  public static final class Builder extends Descriptor.Builder<Builder> {
    private final Set<Norm> norms = EnumSet.noneOf(Norm.class);
    private final Map<Norm, Set<Goal.Kind>> goalsOfNorms = new EnumMap<>(Norm.class);
    private Set<Goal.Kind> goals = EnumSet.of(Goal.Kind.UNTARGETED);
    private Access access = Access.GRADIENTS;
    private Ascent ascent = Ascent.OTHER;
    private boolean randomised;
    private Map<String, Object> referenceEffort;

    private Builder(String id, String summary) {
      super(id, summary);
    }

    @Override
    protected Builder self() {
      return this;
    }

    /** The access that the attack needs; gradients by default. */
    public Builder access(Access value) {
      access = Objects.requireNonNull(value, "access");
      return this;
    }

    /** Adds supported norms. */
    public Builder norms(Norm... added) {
      norms.addAll(List.of(added));
      return this;
    }

    /** The goals it supports under its norms; only the untargeted one by default. */
    public Builder goals(Goal.Kind first, Goal.Kind... others) {
      goals = EnumSet.of(first, others);
      return this;
    }

    /** The goals under one norm, where they differ from those under the others; adds the norm. */
    public Builder goals(Norm norm, Goal.Kind first, Goal.Kind... others) {
      norms.add(norm);
      goalsOfNorms.put(norm, EnumSet.of(first, others));
      return this;
    }

    private Map<Norm, Set<Goal.Kind>> goalsByNorm() {
      Map<Norm, Set<Goal.Kind>> byNorm = new EnumMap<>(Norm.class);
      for (Norm norm : norms) {
        byNorm.put(norm, Collections.unmodifiableSet(goalsOfNorms.getOrDefault(norm, goals)));
      }
      return Collections.unmodifiableMap(byNorm);
    }

    /** Declares that it takes one step along the gradient. */
    public Builder singleStep() {
      ascent = Ascent.SINGLE_STEP;
      return this;
    }

    /** Declares that it climbs the loss of classification in many steps along gradients. */
    public Builder iterated() {
      ascent = Ascent.ITERATED;
      return this;
    }

    /** Declares that its answer depends on the request's key. */
    public Builder randomised() {
      randomised = true;
      return this;
    }

    /**
     * Declares that it is a reference attack of its access.
     *
     * @param effort the parameter that decides its cost
     * @param cheap a value under which it still shows whether a model can be attacked at all
     */
    public <T> Builder reference(Parameter<T> effort, T cheap) {
      referenceEffort = Map.of(effort.name(), effort.check(cheap));
      return this;
    }

    public AttackDescriptor build() {
      return new AttackDescriptor(this);
    }
  }
}
