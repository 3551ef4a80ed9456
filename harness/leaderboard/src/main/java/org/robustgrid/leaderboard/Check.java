package org.robustgrid.leaderboard;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A sign that an evaluation cannot be relied on, by the name that grids and flags give it. Most
 * follow the checklists of Athalye, Carlini and Wagner (2018) and Carlini et al. (2019).
 */
public enum Check {
  /** More samples survive a larger ball than the smaller one inside it. */
  LARGER_EPSILON_HELPS("larger-epsilon-helps", false),
  /** Samples survive an attack that may turn any image into any other, or into grey. */
  SURVIVES_ANY_EPSILON("survives-any-epsilon", true),
  /** One gradient step breaks what many steps do not. */
  SINGLE_STEP_WINS("single-step-wins", false),
  /** An attack without gradients breaks what no attack with gradients does. */
  BLACK_BOX_WINS("black-box-wins", true),
  /** The loss gradient at the clean image is exactly zero, or not finite. */
  ZERO_GRADIENT("zero-gradient", true),
  /** What the classifier gives as logits are probabilities. */
  SOFTMAX_OUTPUT("softmax-output", true),
  /** Answers depend on chance, and attacks see no expectation over it. */
  UNAVERAGED_RANDOMNESS("unaveraged-randomness", true),
  /** Samples fall between the levels of a picture only, by images that 8 bits cannot store. */
  LOST_IN_ROUNDING("lost-in-rounding", true),
  /** The model decides the same about everything. */
  CONSTANT_MODEL("constant-model", true);

  private final String id;
  private final boolean asksTheModel;

  Check(String id, boolean asksTheModel) {
    this.id = id;
    this.asksTheModel = asksTheModel;
  }

  @JsonValue
  public String id() {
    return id;
  }

  /** Whether it needs a cell of its own, and not only the outcomes of others. */
  public boolean asksTheModel() {
    return asksTheModel;
  }

  /** Whether what it says of a model is wrong where {@link #CONSTANT_MODEL} holds. */
  public boolean presumesDecisions() {
    return this == SURVIVES_ANY_EPSILON || this == ZERO_GRADIENT || this == SOFTMAX_OUTPUT;
  }

  /**
   * Whether it says that attacks failed, so that what survives them is an upper bound. A constant
   * model's figures are what they say, and images that pictures cannot store break more, not less.
   */
  public boolean leavesUpperBound() {
    return this != CONSTANT_MODEL && this != LOST_IN_ROUNDING;
  }

  /** The ids of all checks. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(Check::id).toList();
  }

  /** Finds a check. */
  public static Optional<Check> of(String id) {
    return Arrays.stream(values()).filter(check -> check.id.equals(id)).findFirst();
  }
}
