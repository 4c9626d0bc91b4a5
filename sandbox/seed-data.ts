/** A place of the seed's addresses: city, state, ZIP. Each is known to the gazetteer under its ZIP too. */
export type City = readonly [city: string, state: string, zipcode: string];

export const TAMPA_BAY: readonly City[] = [
  ['Tampa', 'FL', '33606'],
  ['St. Petersburg', 'FL', '33701'],
  ['Clearwater', 'FL', '33755'],
  ['Brandon', 'FL', '33511'],
  ['Largo', 'FL', '33770'],
  ['Riverview', 'FL', '33578'],
  ['Wesley Chapel', 'FL', '33543'],
  ['Lakeland', 'FL', '33801'],
  ['Plant City', 'FL', '33563'],
  ['Bradenton', 'FL', '34205'],
  ['Sarasota', 'FL', '34236'],
  ['Dunedin', 'FL', '34698'],
  ['Palm Harbor', 'FL', '34683'],
  ['New Port Richey', 'FL', '34652'],
  ['Spring Hill', 'FL', '34606'],
  ['Lutz', 'FL', '33548'],
  ["Land O' Lakes", 'FL', '34638'],
  ['Temple Terrace', 'FL', '33617'],
  ['Pinellas Park', 'FL', '33781'],
  ['Seminole', 'FL', '33772'],
];

export const ORLANDO: readonly City[] = [
  ['Orlando', 'FL', '32801'],
  ['Winter Park', 'FL', '32789'],
  ['Kissimmee', 'FL', '34741'],
  ['Sanford', 'FL', '32771'],
  ['Altamonte Springs', 'FL', '32701'],
  ['Oviedo', 'FL', '32765'],
  ['Apopka', 'FL', '32703'],
  ['Ocoee', 'FL', '34761'],
  ['Clermont', 'FL', '34711'],
  ['Lake Mary', 'FL', '32746'],
  ['Winter Garden', 'FL', '34787'],
  ['Casselberry', 'FL', '32707'],
];

export const STREETS = [
  'Heron Way',
  'Palmetto Street',
  'Bayshore Bend',
  'Cypress Hollow Road',
  'Orange Blossom Lane',
  'Magnolia Avenue',
  'Pelican Court',
  'Live Oak Drive',
  'Gulf Breeze Terrace',
  'Citrus Grove Road',
  'Mangrove Place',
  'Sand Dollar Circle',
  'Hibiscus Lane',
  'Egret Landing',
  'Sawgrass Boulevard',
  'Seabrook Drive',
  'Coral Ridge Road',
  'Lantana Street',
  'Osprey Point',
  'Banyan Trail',
  'Jasmine Court',
  'Sandpiper Lane',
  'Willow Bend',
] as const;

/** Trades, each with one crew per tenant. The order fixes the crew's technician. */
export const CATEGORIES = [
  'Windows',
  'Flooring',
  'Bathroom',
  'Doors',
  'Kitchen Cabinets',
  'Blinds',
  'Fence',
  'Roofing',
  'Siding',
  'Countertops',
  'Gutters',
  'Decking',
  'Garage Doors',
  'Water Heater',
  'HVAC',
  'Carpet',
  'Patio',
  'Insulation',
  'Shutters',
  'Closets',
  'Concrete',
  'Awning',
  'Solar',
] as const;
export type Category = (typeof CATEGORIES)[number];

export type Customer = { id: number; firstName: string; lastName: string; email: string; phone: string };

/** Customer 7001003 is not here: PF360 shows customers through their projects, and that one has none. */
export const CUSTOMERS = {
  7001001: {
    id: 7001001,
    firstName: 'Dana',
    lastName: 'Whitfield',
    email: 'dana.whitfield@example.com',
    phone: '8135550141',
  },
  7001002: {
    id: 7001002,
    firstName: 'Owen',
    lastName: 'Lindqvist',
    email: 'owen.lindqvist@example.com',
    phone: '8475550126',
  },
  7001004: {
    id: 7001004,
    firstName: 'Priya',
    lastName: 'Nandan',
    email: 'priya.nandan@example.com',
    phone: '8135550178',
  },
  7001005: {
    id: 7001005,
    firstName: 'Walter',
    lastName: 'Hensley',
    email: 'walter.hensley@example.com',
    phone: '7275550110',
  },
} as const satisfies Readonly<Record<number, Customer>>;

/** One line of a portfolio: category, type, status. */
export type Line = readonly [category: Category, type: string, status: string];

/** The business customer's twelve projects in Tampa Bay. */
export const TAMPA_PORTFOLIO: readonly Line[] = [
  ['Flooring', 'Installation', 'Ready To Schedule'],
  ['Flooring', 'Installation', 'Ready To Schedule'],
  ['Windows', 'Installation', 'Scheduled'],
  ['Doors', 'Installation', 'Ready to Schedule'],
  ['Kitchen Cabinets', 'Installation', 'Waiting for Product'],
  ['Bathroom', 'Measurement', 'Ready To Schedule'],
  ['Roofing', 'Repair', 'Completed'],
  ['Siding', 'Installation', 'Scheduled'],
  ['Gutters', 'Installation', 'New'],
  ['Countertops', 'Installation', 'In Progress'],
  ['Closets', 'Installation', 'Cancelled'],
  ['Carpet', 'Installation', 'Tentatively Scheduled'],
];

/** The same customer's twelve in Orlando. */
export const ORLANDO_PORTFOLIO: readonly Line[] = [
  ['Flooring', 'Installation', 'Ready To Schedule'],
  ['Flooring', 'Installation', 'Ready To Schedule'],
  ['Fence', 'Installation', 'Scheduled'],
  ['Patio', 'Installation', 'Ready To Schedule'],
  ['Blinds', 'Installation', 'ready to schedule'],
  ['Windows', 'Measurement', 'Not Scheduled'],
  ['Garage Doors', 'Repair', 'Customer Scheduled'],
  ['HVAC', 'Installation', 'On Hold'],
  ['Water Heater', 'Delivery', 'Product Ordered'],
  ['Shutters', 'Installation', 'Work Complete'],
  ['Awning', 'Installation', 'Pending Confirmation'],
  ['Concrete', 'Repair', 'Closed'],
];

/** Statuses of the large customer's projects, dealt out in turn: the share of each is its share of this list. */
export const LARGE_CUSTOMER_STATUSES = [
  'Ready To Schedule',
  'Scheduled',
  'Completed',
  'Ready to Schedule',
  'On Hold',
  'Ready To Schedule',
  'scheduled',
  'Cancelled',
  'New',
  'In Progress',
  'Ready To Schedule',
  'Tentatively Scheduled',
  'Completed',
  'Waiting for Product',
  'Not Scheduled',
  'Customer Scheduled',
  'Ready to Schedule',
  'Pending Confirmation',
  'COMPLETED',
  'Missing Product',
  'READY TO SCHEDULE',
  'Store Scheduled',
  'Work Order Completed',
  'Waiting for Permit',
  'Pending Reschedule',
  'Scheduled',
  'Closed',
  'Needs Permit',
  'Ready To Schedule',
  'Install Scheduled',
  'Done',
  'Product Ordered',
  'Ready for Auto Call',
  'HDMS Scheduled',
  'Refunded',
  'Pending',
  'Ready for Quote',
  'In Progress',
  'Cancelled',
  'on hold',
  'Archived',
] as const;

/** Kinds of work of the large customer, dealt out in turn like the statuses. */
export const LARGE_CUSTOMER_TYPES = [
  'Installation',
  'Installation',
  'Measurement',
  'Installation',
  'Repair',
  'Installation',
  'Delivery',
] as const;
