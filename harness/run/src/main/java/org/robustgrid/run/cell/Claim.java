package org.robustgrid.run.cell;

/**
 * Images that are claimed to break a model.
 *
 * @param model its id in the plan
 * @param threatModel in words
 * @param by who claims it
 * @param imagesHash SHA-256 of the file of images
 */
public record Claim(String model, String threatModel, String by, String imagesHash) {

  /** Whether it is about the same images for the same model and threat model, whoever claims. */
  public boolean sameAs(Claim other) {
    return model.equals(other.model)
        && threatModel.equals(other.threatModel)
        && imagesHash.equals(other.imagesHash);
  }
}
