"""What was said and asked, as a French reader sees it: topics, stances, conditions, asks."""

SAID = {
    "intention to join what you are doing with a partner": (
        "intention de se joindre à ce que vous faites avec un partenaire"
    ),
    "positive, depends on talks with a partner": (
        "favorable, selon les entretiens avec un partenaire"
    ),
    "a partner joins a partner with one more battery": (
        "un partenaire se joint à un autre avec une batterie de plus"
    ),
    "Patriot to Ukraine": "des Patriot pour l’Ukraine",
    "ammunition and spare parts": "munitions et pièces",
    "membership": "adhésion",
    "unity": "unité",
    "repair of power and gas networks": "réparation des réseaux d’électricité et de gaz",
    "Patriot in Poland": "des Patriot en Pologne",
    "S-300 to Ukraine": "des S-300 pour l’Ukraine",
    "air defence to Ukraine": "défense aérienne pour l’Ukraine",
    "early warning for civilians": "alerte des civils",
    "re-export of Gepard ammunition": "réexportation de munitions de Gepard",
    "energy repair": "réparation de l’énergie",
    "HAWK to Ukraine": "des HAWK pour l’Ukraine",
    "SAMP/T to Ukraine": "des SAMP/T pour l’Ukraine",
    "short-range air defence": "défense aérienne à courte portée",
    "membership and integration": "adhésion et intégration",
    "attendance of the Ukrainian minister": "présence du ministre ukrainien",
    "EU loan of 18 billion EUR": "prêt de l’UE de 18 milliards d’euros",
    "EU loan of 18 billion EUR, in another form": (
        "prêt de l’UE de 18 milliards d’euros, sous une autre forme"
    ),
    "long-range systems": "systèmes à longue portée",
    "transformers and grid": "transformateurs et réseau",
    "gas money": "argent pour le gaz",
    "power imports": "importation d’électricité",
    "floating power plants": "centrales flottantes",
    "support in general": "soutien en général",
    "German Patriots for Ukraine would not be a taboo for him (said on Friday)": (
        "des Patriot allemands pour l’Ukraine ne seraient pas un tabou pour lui (dit vendredi)"
    ),
    "too early to draw conclusions on the Polish-German talks": (
        "trop tôt pour conclure sur les entretiens entre la Pologne et l’Allemagne"
    ),
    "not only new systems: those delivered must be able to operate": (
        "pas seulement de nouveaux systèmes\u00a0: ceux qui sont livrés doivent pouvoir servir"
    ),
    "the door is open; Russia has no veto; now the priority is that Ukraine wins": (
        "la porte est ouverte\u202f; la Russie n’a pas de veto\u202f; la priorité est que "
        "l’Ukraine gagne"
    ),
    (
        "we must do nothing that could undermine the unity of allies on military, "
        "humanitarian and financial help"
    ): (
        "nous ne devons rien faire qui puisse nuire à l’unité des alliés sur l’aide "
        "militaire, humanitaire et financière"
    ),
    "allies help to rebuild gas and power infrastructure": (
        "les alliés aident à reconstruire les réseaux de gaz et d’électricité"
    ),
    "appealed to Germany to pass the batteries offered to Poland to Ukraine": (
        "a demandé à l’Allemagne de passer à l’Ukraine les batteries offertes à la Pologne"
    ),
    "received the offer with satisfaction, near the border": (
        "a reçu l’offre avec satisfaction, près de la frontière"
    ),
    "the Patriots offered to Poland are intended for NATO territory": (
        "les Patriot offerts à la Pologne sont destinés au territoire de l’OTAN"
    ),
    "German ministry does not lend this support to Ukraine (as told by the Polish minister)": (
        "le ministère allemand n’accorde pas ce soutien à l’Ukraine (selon le ministre polonais)"
    ),
    "Germany joins the United States with one more battery": (
        "l’Allemagne se joint aux États-Unis avec une batterie de plus"
    ),
    "one battery and munitions": "une batterie et des munitions",
    "intention to join what you are doing with Germany": (
        "intention de se joindre à ce que vous faites avec l’Allemagne"
    ),
    "two launchers with the German battery": "deux lanceurs avec la batterie allemande",
    "would give up the S-300 if it secured a replacement; then donated it": (
        "céderait son S-300 contre un remplacement\u202f; l’a donné ensuite"
    ),
    "not at the expense of weakening our defence": (
        "pas au prix d’un affaiblissement de notre défense"
    ),
    "if the US installs a Patriot in its place": (
        "si les États-Unis installent un Patriot à sa place"
    ),
    "we will not accept any weakening of our defence system": (
        "nous n’accepterons aucun affaiblissement de notre défense"
    ),
    "we would need to replace equipment first": "il nous faudrait d’abord remplacer le matériel",
    "defective missiles only": "seulement des missiles défectueux",
    "we will not provide weapon systems": "nous ne fournirons pas de systèmes d’armes",
    "asked for the needs first; ambassador: too late": (
        "a d’abord demandé les besoins\u202f; l’ambassadeur\u00a0: trop tard"
    ),
    "neutrality: no consent while the war lasts": (
        "neutralité\u00a0: pas d’accord tant que dure la guerre"
    ),
    "100 million CHF winter plan": "plan d’hiver de 100 millions de francs suisses",
    "four launchers": "quatre lanceurs",
    "two more, after a very specific request of NATO and Ukraine": (
        "deux de plus, après une demande très précise de l’OTAN et de l’Ukraine"
    ),
    "positive, depends on talks with Italy": "favorable, selon les entretiens avec l’Italie",
    "negotiations with the Italian side not completed": (
        "pourparlers avec la partie italienne non achevés"
    ),
    "delivery in spring 2023": "livraison au printemps 2023",
    "two Crotale sent": "deux Crotale envoyés",
    "largest package so far, with an air defence system": (
        "plus grand lot jusqu’ici, avec un système de défense aérienne"
    ),
    "only if the rights of the minority before 2015 are restored": (
        "seulement si les droits de la minorité d’avant 2015 sont rétablis"
    ),
    "the invitation harms unity; we attend to be constructive": (
        "l’invitation nuit à l’unité\u202f; nous venons pour être constructifs"
    ),
    "could not be adopted for lack of unanimity": "n’a pu être adopté, faute d’unanimité",
    "bilateral help yes, common debt no": "aide bilatérale oui, dette commune non",
    "veto lifted with the deal on its own EU funds": (
        "veto levé avec l’accord sur ses propres fonds de l’UE"
    ),
    (
        "firmly stand behind the 2008 decision on future membership (joint statement of nine "
        "presidents)"
    ): (
        "soutient fermement la décision de 2008 sur l’adhésion future (déclaration commune "
        "de neuf présidents)"
    ),
    "supports membership": "soutient l’adhésion",
    "surprised by the application; no backing of an accelerated accession": (
        "surpris par la demande\u202f; pas de soutien à une adhésion accélérée"
    ),
    "not ready; the war must end first": "pas prêt\u202f; la guerre doit d’abord finir",
    "resists a plan at Vilnius, prefers security guarantees": (
        "s’oppose à un plan à Vilnius, préfère des garanties de sécurité"
    ),
    "resists a plan at Vilnius": "s’oppose à un plan à Vilnius",
    "security guarantees first (as reported)": (
        "d’abord des garanties de sécurité (selon la presse)"
    ),
    "a council now, accession after the war": "un conseil maintenant, l’adhésion après la guerre",
    "those able to deliver long-range missiles should do it at once": (
        "ceux qui peuvent livrer des missiles à longue portée devraient le faire aussitôt"
    ),
    "refused to comment on ATACMS; dialogue goes on": (
        "n’a pas voulu parler des ATACMS\u202f; le dialogue continue"
    ),
    "long-range ATACMS were sent in the past weeks": (
        "des ATACMS à longue portée ont été envoyés ces dernières semaines"
    ),
    "sent Storm Shadow in 2023": "a envoyé des Storm Shadow en 2023",
    "sent SCALP shortly afterwards": "a envoyé des SCALP peu après",
    "Taurus cannot be delivered": "les Taurus ne peuvent être livrés",
    "53 million USD of grid equipment": "53 millions de dollars de matériel de réseau",
    "56 million EUR and more than 350 generators": (
        "56 millions d’euros et plus de 350 groupes électrogènes"
    ),
    "everything we take down while renewing our grid goes to Ukraine": (
        "tout ce que nous démontons en rénovant notre réseau va à l’Ukraine"
    ),
    "five large transformers, two ready": "cinq grands transformateurs, dont deux prêts",
    "help according to the requests of Ukraine": "aide selon les demandes de l’Ukraine",
    "looked through all reserves for transformers": (
        "a cherché des transformateurs dans toutes ses réserves"
    ),
    "45 transformers and 50 generators after an appeal": (
        "45 transformateurs et 50 groupes électrogènes après un appel"
    ),
    "2 billion NOK through the EBRD; timing is critical": (
        "2 milliards de couronnes par la BERD\u202f; les délais sont décisifs"
    ),
    "contacts firms for high-voltage equipment and partners for transport": (
        "cherche des entreprises pour le matériel à haute tension et des partenaires pour le "
        "transport"
    ),
    (
        "a private firm: within one month once technical, commercial and security issues are agreed"
    ): (
        "une entreprise privée\u00a0: sous un mois, une fois réglées les questions "
        "techniques, commerciales et de sécurité"
    ),
    "hosts the meeting; significant military assistance, over 1.5 million refugees received": (
        "accueille la réunion\u202f; aide militaire importante, plus de 1,5 million de "
        "réfugiés reçus"
    ),
    "very serious and substantive discussion is under way": (
        "une discussion très sérieuse et concrète est en cours"
    ),
    "joint with France": "avec la France",
    "six launchers that join a US battery": (
        "six lanceurs qui se joignent à une batterie américaine"
    ),
    "HAWK launchers": "des lanceurs HAWK",
    "Patriot launchers and missiles": "des lanceurs et missiles Patriot",
    "Meeting of foreign ministers, Bucharest": (
        "Réunion des ministres des Affaires étrangères, Bucarest"
    ),
    "Berlin security conference": "Conférence de Berlin sur la sécurité",
    "G7 call": "Appel du G7",
    "Launch of Generators of Hope": "Lancement de «\u00a0Generators of Hope\u00a0»",
    "Meeting with Naftogaz": "Réunion avec Naftogaz",
    "Paris conference": "Conférence de Paris",
    "European Council": "Conseil européen",
    "EU-Ukraine summit": "Sommet UE-Ukraine",
    "Meeting with Electricity Canada": "Réunion avec Electricity Canada",
    "additional air-defence systems (Patriot among them)": (
        "de nouveaux systèmes de défense aérienne (dont des Patriot)"
    ),
    "help to repair destroyed power networks": (
        "une aide pour réparer les réseaux d’électricité détruits"
    ),
    "help to repair destroyed gas networks": "une aide pour réparer les réseaux de gaz détruits",
    "enough ammunition for the systems already supplied": (
        "assez de munitions pour les systèmes déjà fournis"
    ),
    "enough spare parts for the systems already supplied": (
        "assez de pièces pour les systèmes déjà fournis"
    ),
    "message that more must be done": "qu’il faut faire davantage",
    "do nothing that undermines unity on military, humanitarian and financial help": (
        "ne rien faire qui nuise à l’unité sur l’aide militaire, humanitaire et financière"
    ),
    "air defence, ammunition, spare parts and training": (
        "défense aérienne, munitions, pièces et formation"
    ),
    "transformers": "des transformateurs",
    "generators": "des groupes électrogènes",
    "faster decisions, new production lines, faster deliveries": (
        "décisions plus rapides, nouvelles chaînes de production, livraisons plus rapides"
    ),
    "match the grid money": "égaler l’argent donné pour le réseau",
    "support delivered as fast as necessary and as long as necessary": (
        "un soutien aussi rapide et aussi long que nécessaire"
    ),
    "ammunition, spare parts and maintenance for delivered systems": (
        "munitions, pièces et entretien des systèmes livrés"
    ),
    "pass the Patriot batteries offered to Poland to western Ukraine": (
        "passer à l’ouest de l’Ukraine les batteries Patriot offertes à la Pologne"
    ),
    "air defence systems": "des systèmes de défense aérienne",
    "financial help for an air shield": "une aide financière pour un bouclier aérien",
    "enough missiles for systems given, and integration": (
        "assez de missiles pour les systèmes donnés, et leur intégration"
    ),
    "SAMP/T, formal request": "SAMP/T, demande formelle",
    "IRIS-T, at least a dozen": "IRIS-T, une douzaine au moins",
    "air defence systems, formal request": "systèmes de défense aérienne, demande formelle",
    "consent to pass on 12,400 Gepard rounds": (
        "l’accord pour transmettre 12\u202f400 obus de Gepard"
    ),
    "missiles from their stores": "des missiles de leurs réserves",
    "generators and transformers": "groupes électrogènes et transformateurs",
    "gas for the heating season": "du gaz pour la saison de chauffage",
    "gas": "du gaz",
    "modern tanks, artillery, missiles": "chars modernes, artillerie, missiles",
    "urgent energy help": "une aide d’urgence pour l’énergie",
    "transformers, high-voltage equipment, gas turbines": (
        "transformateurs, matériel à haute tension, turbines à gaz"
    ),
    "LED bulbs": "des ampoules à diodes",
    "electricity from the EU": "de l’électricité de l’UE",
    "money for gas": "de l’argent pour le gaz",
    "list of needed energy items": "une liste du matériel nécessaire à l’énergie",
    "repair of energy facilities": "la réparation d’installations d’énergie",
    "import capacity": "une capacité d’importation",
    "IRIS-T or NASAMS batteries needed": "batteries IRIS-T ou NASAMS nécessaires",
    "Patriot or SAMP/T batteries needed": "batteries Patriot ou SAMP/T nécessaires",
    "emergency repair": "réparation d’urgence",
    "preparation of winter 2023/24": "préparation de l’hiver 2023-24",
    "long-range missiles": "des missiles à longue portée",
    "grid equipment, also 60 Hz": "du matériel de réseau, aussi à 60 Hz",
    "Patriot, first request": "Patriot, première demande",
    "transformers of 330 and 750 kV": "des transformateurs de 330 et 750 kV",
    "allies": "les alliés",
    "G7 and other donors": "le G7 et d’autres donateurs",
    "owners of S-300": "qui possède des S-300",
    "European cities": "des villes européennes",
    "G7 ambassadors": "les ambassadeurs du G7",
    "European countries": "des pays européens",
    "budget and partners": "le budget et les partenaires",
    "partners (planners' estimate)": "les partenaires (estimation des planificateurs)",
    "donors": "les donateurs",
    "able partners": "les partenaires qui le peuvent",
    "North American utilities": "les compagnies d’électricité nord-américaines",
    "partners": "les partenaires",
    "systems": "systèmes",
    "interceptors": "intercepteurs",
    "spare parts": "pièces",
    "units": "unités",
    "batteries": "batteries",
    "rounds": "obus",
    "thousands (units)": "milliers d’unités",
    "bcm": "milliards de m³",
    "million EUR": "millions d’euros",
    "million": "millions",
    "million NOK": "millions de couronnes",
    "items": "pièces",
    "million UAH": "millions de hryvnias",
    "million USD": "millions de dollars",
    "now": "maintenant",
    "during the war": "tant que dure la guerre",
    "before winter": "avant l’hiver",
    "next weeks": "dans les semaines à venir",
    "coming months": "dans les mois à venir",
    "at once": "aussitôt",
    "this winter": "cet hiver",
    "heating season 2022/23": "saison de chauffage 2022-23",
    "end of heating season": "fin de la saison de chauffage",
    "autumn and winter": "automne et hiver",
    "before winter 2023/24": "avant l’hiver 2023-24",
}
