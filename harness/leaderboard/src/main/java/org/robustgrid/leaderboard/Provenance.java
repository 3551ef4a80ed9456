package org.robustgrid.leaderboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What produced the numbers.
 *
 * @param harness version and, where known, commit; libraries and processor of the run's beginning
 * @param plugins id to version and content hash
 * @param datasets id to identity hash
 * @param profile the execution profile
 * @param attacks by label
 * @param checks what rows were checked for; none where it is null
 * @param passes most passes per sample and attack; null if they were not limited
 * @param interval method and confidence of the intervals
 * @param undefended ids of the defenses that declare to be none: rows to compare with
 * @param claims who claimed which images to break rows
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Provenance(
    Map<String, String> harness,
    Map<String, Map<String, String>> plugins,
    Map<String, String> datasets,
    Map<String, Object> profile,
    Map<String, AttackSetting> attacks,
    CheckSetting checks,
    Long passes,
    Map<String, Object> interval,
    List<String> undefended,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ClaimSetting> claims) {

  /** Rows of which nothing was claimed. */
  public Provenance(
      Map<String, String> harness,
      Map<String, Map<String, String>> plugins,
      Map<String, String> datasets,
      Map<String, Object> profile,
      Map<String, AttackSetting> attacks,
      CheckSetting checks,
      Long passes,
      Map<String, Object> interval,
      List<String> undefended) {
    this(harness, plugins, datasets, profile, attacks, checks, passes, interval, undefended, null);
  }

  public Provenance {
    claims = claims == null ? List.of() : List.copyOf(claims);
    undefended = undefended == null ? List.of() : List.copyOf(undefended);
    checks = checks == null ? CheckSetting.NONE : checks;
  }

  /**
   * Images that are claimed to break a row.
   *
   * @param by who
   * @param row its label
   * @param dataset label of the data set
   * @param threatModel in words
   * @param seed of the model
   * @param images SHA-256 of the file of images
   * @param claimed how many there are
   * @param broken samples that are right without attack and that they break
   * @param judgements by whose majority each image was judged; null of a row without randomness
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ClaimSetting(
      String by,
      String row,
      String dataset,
      String threatModel,
      long seed,
      String images,
      int claimed,
      int broken,
      Integer judgements) {}

  /**
   * How an attack was set.
   *
   * @param attack the plugin's id
   * @param parameters resolved, defaults included
   * @param access what it was granted: the name of an {@link org.robustgrid.spi.Access}
   * @param norms ids of the norms it is run under
   * @param samples number of test samples used, from the first on; null for all
   * @param ascent how it climbs the loss: {@link #SINGLE_STEP}, {@link #ITERATED}, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AttackSetting(
      String attack,
      Map<String, Object> parameters,
      String access,
      List<String> norms,
      Integer samples,
      String ascent) {

    /** Ascent of an attack that takes one step along the gradient. */
    public static final String SINGLE_STEP = "single-step";

    /** Ascent of an attack that climbs the loss in many steps along gradients. */
    public static final String ITERATED = "iterated";

    public AttackSetting {
      if (attack == null || parameters == null || access == null || norms == null) {
        throw new IllegalArgumentException(
            "an attack's setting lacks its attack, parameters, access or norms");
      }
    }

    /** As a map, for what compares or shows settings by name. */
    public Map<String, Object> settings() {
      Map<String, Object> map = new TreeMap<>();
      map.put("attack", attack);
      map.put("parameters", parameters);
      map.put("access", access);
      map.put("norms", norms);
      if (samples != null) {
        map.put("samples", samples);
      }
      return map;
    }
  }

  /**
   * What rows were checked for.
   *
   * @param names the checks' ids
   * @param samples at most this many of the first test samples were asked about
   * @param gradient the attack with gradients that gets any epsilon; null without one
   * @param blackBox the attack without gradients; null without one
   * @param asking ids of the checks that ask the model, whatever images a run kept
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CheckSetting(
      List<String> names,
      int samples,
      AttackSetting gradient,
      AttackSetting blackBox,
      List<String> asking) {

    /** No check. */
    public static final CheckSetting NONE = new CheckSetting(List.of(), 0, null, null);

    public CheckSetting {
      if (names == null) {
        throw new IllegalArgumentException("the checks lack their names");
      }
      names = List.copyOf(names);
      asking =
          asking == null
              ? names.stream().filter(name -> Check.of(name).isEmpty()).toList()
              : List.copyOf(asking);
    }

    /** Checks of which all but those of outcome bits ask the model. */
    public CheckSetting(
        List<String> names, int samples, AttackSetting gradient, AttackSetting blackBox) {
      this(names, samples, gradient, blackBox, null);
    }

    /** As a map, for what compares or shows settings by name. */
    public Map<String, Object> settings() {
      Map<String, Object> map = new TreeMap<>();
      map.put("names", names);
      map.put("samples", samples);
      if (gradient != null) {
        map.put("gradient", gradient.settings());
      }
      if (blackBox != null) {
        map.put("black-box", blackBox.settings());
      }
      return map;
    }
  }

  /** The attacks' settings as maps, by label. */
  public Map<String, Object> attackSettings() {
    Map<String, Object> all = new TreeMap<>();
    attacks.forEach((label, setting) -> all.put(label, setting.settings()));
    return all;
  }
}
