package org.robustgrid.datasets;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.DatasetProvider;
import org.robustgrid.spi.data.Download;

/** CIFAR-100 in its binary version, with its fine or its coarse labels. */
public final class CifarHundredProvider implements DatasetProvider {

  private static final List<String> FINE =
      List.of(
          ("apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus"
                  + " butterfly camel can castle caterpillar cattle chair chimpanzee clock cloud"
                  + " cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish forest"
                  + " fox girl hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard"
                  + " lobster man maple_tree motorcycle mountain mouse mushroom oak_tree orange"
                  + " orchid otter palm_tree pear pickup_truck pine_tree plain plate poppy porcupine"
                  + " possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk"
                  + " skyscraper snail snake spider squirrel streetcar sunflower sweet_pepper table"
                  + " tank telephone television tiger tractor train trout tulip turtle wardrobe whale"
                  + " willow_tree wolf woman worm")
              .split(" "));

  private static final List<String> COARSE =
      List.of(
          "aquatic_mammals",
          "fish",
          "flowers",
          "food_containers",
          "fruit_and_vegetables",
          "household_electrical_devices",
          "household_furniture",
          "insects",
          "large_carnivores",
          "large_man-made_outdoor_things",
          "large_natural_outdoor_scenes",
          "large_omnivores_and_herbivores",
          "medium_mammals",
          "non-insect_invertebrates",
          "people",
          "reptiles",
          "small_mammals",
          "trees",
          "vehicles_1",
          "vehicles_2");

  /** Which of the two labels of an image is its class. */
  private enum LabelKind {
    FINE,
    COARSE
  }

  private static final Parameter<LabelKind> LABELS =
      Parameter.choice("labels", LabelKind.class, "100 fine classes or 20 coarse ones");

  private static final DataSource SOURCE =
      DataSource.of(
          "cifar-100",
          "https://www.cs.toronto.edu/~kriz/cifar.html (the binary version)",
          "cifar-100-binary",
          "train.bin",
          "test.bin");

  private static final DatasetDescriptor DESCRIPTOR =
      DatasetDescriptor.builder(
              "cifar-100", "CIFAR-100: 100 or 20 kinds of things, colour, 32×32, 50,000 + 10,000")
          // Croce et al. 2021 (RobustBench), section 3
          .radius(Norm.LINF, 8.0 / 255)
          .radius(Norm.L2, 0.5)
          .citation("Krizhevsky 2009 (CIFAR-100)")
          // MD5 of the authors' page; size and SHA-256 of TensorFlow Datasets' url_checksums
          .downloads(
              Download.builder("https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz")
                  .size(168_513_733)
                  .md5("03b5dce01913d631647c71ecec9e9cb8")
                  .sha256("58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec")
                  .unpacks(250_000_000, "cifar-100-binary/train.bin", "cifar-100-binary/test.bin")
                  .build())
          .parameters(DataSource.FOLDER, LABELS)
          .build();

  @Override
  public DatasetDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Dataset create(Parameters parameters) {
    Path folder = SOURCE.find(parameters.get(DataSource.FOLDER));
    boolean fine = parameters.get(LABELS) == LabelKind.FINE;
    List<String> classes = fine ? FINE : COARSE;
    // the coarse label comes first
    Cifar format = new Cifar(2, fine ? 1 : 0);
    Path train = folder.resolve("train.bin");
    Path test = folder.resolve("test.bin");
    List<Bytes> open = new ArrayList<>();
    DataView training = format.view(List.of(train), classes.size(), open);
    DataView testing = format.view(List.of(test), classes.size(), open);
    String identity =
        ContentHash.of(
            List.of(ContentHash.of(train), ContentHash.of(test), fine ? "fine" : "coarse"));
    return new ImageDataset(Cifar.SHAPE, classes, training, testing, identity, open);
  }
}
